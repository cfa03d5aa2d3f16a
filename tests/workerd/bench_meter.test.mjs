// The bench counts what each side does, for the bill.

import "../../bench/meter.test.mjs";
