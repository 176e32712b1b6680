"""Saving an open conversation: the schedule, the state machine and its tracker."""
