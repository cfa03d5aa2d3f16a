// The floor that the bench measures both sides against does the mechanics it is measured at.

import "../../bench/floor.test.mjs";
