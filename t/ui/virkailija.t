#!/bin/sh
# The test itself is virkailija.mjs.
exec "${0%/*}/lib/run" "$0"
