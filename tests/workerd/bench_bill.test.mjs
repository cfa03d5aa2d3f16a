// The bench's arithmetic is Cloudflare's.

import "../../bench/bill.test.mjs";
