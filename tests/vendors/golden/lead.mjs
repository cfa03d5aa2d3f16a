// The leads of all golden requests. `tests/destination/golden.rs` has the same ones.

export const LEAD = {
  id: "ld_01golden",
  key: "bl_01golden",
  email: "ada@example.com",
  firstName: "Ada",
  lastName: "Lovelace",
  phone: "+12025550123",
  company: "Analytical Engines",
  country: "GB",
};

/** Her neighbour in a batch. */
export const NEIGHBOUR = {
  id: "ld_02golden",
  key: "bl_02golden",
  email: "grace@example.com",
  firstName: "Grace",
  lastName: "Hopper",
  phone: "+12025550124",
  company: "Compilers & Co",
  country: "US",
};

/** What stands on both records besides. */
export const STAMPS = { correlationId: "co_golden", bundle: "bundle-1", privacy: true, utmSource: "newsletter" };
