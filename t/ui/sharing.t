#!/bin/sh
# The test itself is sharing.mjs.
exec "${0%/*}/lib/run" "$0"
