// The bench's object with very many leads is one that the ledger takes for its own.

import "../../bench/filled_shard.test.mjs";
