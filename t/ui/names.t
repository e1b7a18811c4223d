#!/bin/sh
# The test itself is names.mjs.
exec "${0%/*}/lib/run" "$0"
