#!/bin/sh
# The test itself is virkailija-tyokalut.mjs.
exec "${0%/*}/lib/run" "$0"
