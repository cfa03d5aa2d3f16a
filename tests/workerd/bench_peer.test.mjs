// The peer that the bench measures Beeline against does the work it is measured at.

import "../../bench/peer.test.mjs";
