#!/bin/sh
# The test itself is help.mjs.
exec "${0%/*}/lib/run" "$0"
