// The CRM does what it is asked and answers nonsense, of one kind after the other.

import { GARBAGE } from "../../tests/vendors/doubles/faults.mjs";

const KINDS = Object.keys(GARBAGE);

export const garbage = {
  name: "garbage",
  says: "the CRM writes and answers nonsense",
  destination: "hubspot",
  seconds: 30,
  begin(scene) {
    const { crm } = scene;
    scene.nonsense = 0;
    crm.before = async () => {
      crm.faults.garbage = KINDS[scene.nonsense % KINDS.length];
      scene.nonsense += 1;
    };
  },
  end({ crm }) {
    crm.before = async () => {};
    crm.faults.clear();
  },
  felt: "answers of nonsense",
  feel: ({ nonsense }) => nonsense,
  enough: () => KINDS.length,
};
