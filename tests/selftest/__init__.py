"""Tests of the tests: each rule is broken in several ways, and each time a test has to fall."""
