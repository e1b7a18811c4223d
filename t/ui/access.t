#!/bin/sh
# The test itself is access.mjs.
exec "${0%/*}/lib/run" "$0"
