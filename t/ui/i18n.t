#!/bin/sh
# The test itself is i18n.mjs.
exec "${0%/*}/lib/run" "$0"
