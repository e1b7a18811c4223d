#!/bin/sh
# The test itself is overview.mjs.
exec "${0%/*}/lib/run" "$0"
