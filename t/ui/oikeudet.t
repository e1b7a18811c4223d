#!/bin/sh
# The test itself is doc.mjs.
exec "${0%/*}/lib/run" "$0"
