#!/bin/sh
# The test itself is plans.mjs.
exec "${0%/*}/lib/run" "$0"
