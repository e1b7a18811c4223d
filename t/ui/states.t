#!/bin/sh
# The test itself is states.mjs.
exec "${0%/*}/lib/run" "$0"
