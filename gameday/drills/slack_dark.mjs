// Nobody listens at Slack's address. Leads go on; their cards come later, once each.

import { allOf, check } from "../verdict.mjs";

export const slackDark = {
  name: "slack-dark",
  says: "Slack is dark",
  destination: "hubspot",
  seconds: 60,
  scene: { slack: 1 },
  begin: ({ slack }) => slack.closeDoor(),
  end: ({ slack }) => slack.openDoor(),
  felt: "calls to Slack that failed",
  feel: ({ session }) => session.logs.filter(({ message }) => message.includes("slack")).length,
  async also(scene) {
    const told = [...(await scene.toldOf()).values()];
    const twice = told.filter((times) => times > 1).length;
    return [
      allOf("leads told of on Slack", told.length, scene.leadsAtCrm().length),
      check("leads told of twice", 0, twice, twice === 0),
    ];
  },
};
