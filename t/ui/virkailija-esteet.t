#!/bin/sh
# The test itself is virkailija-esteet.mjs.
exec "${0%/*}/lib/run" "$0"
