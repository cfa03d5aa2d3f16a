// The CRM writes and its answer never comes: whoever asked cannot know.

/** A short drill makes so few calls that every tenth would be none. */
const every = (leads) => (leads < 500 ? 2 : 10);

export const lostAnswers = {
  name: "lost-answers",
  says: "every tenth answer is lost after the write",
  destination: "hubspot",
  seconds: 30,
  begin: ({ crm }, leads) => crm.faults.loseEvery(every(leads)),
  end: ({ crm }) => crm.faults.clear(),
  felt: "answers lost",
  feel: ({ crm }) => crm.calls.filter(({ end }) => end === "lost").length,
};
