at 0
exit $failed
