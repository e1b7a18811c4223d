#!/bin/sh
# The test itself is workplace.mjs.
exec "${0%/*}/lib/run" "$0"
