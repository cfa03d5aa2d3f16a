// Every drill, by name.

import * as outage from "../outage.mjs";
import { backlog } from "./backlog.mjs";
import { clickToCrm } from "./click_to_crm.mjs";
import { crmDark } from "./crm_dark.mjs";
import { garbage } from "./garbage.mjs";
import { killed } from "./killed.mjs";
import { lostAnswers } from "./lost_answers.mjs";
import { slackDark } from "./slack_dark.mjs";
import { slowDrip } from "./slow_drip.mjs";
import { tokenExpired } from "./token_expired.mjs";
import { tooMany } from "./too_many.mjs";

const OUTAGES = [crmDark, tooMany, lostAnswers, slowDrip, garbage, tokenExpired, slackDark, killed];

/** `run(plan)` answers the checks and figures of one round, `gate(figures)` what is asked of the clock. */
export const OUTAGE_DRILLS = OUTAGES.map((drill) => ({
  ...drill,
  run: (plan) => outage.run(drill, plan),
  gate: outage.gate,
}));

export const DRILLS = [...OUTAGE_DRILLS, backlog, clickToCrm];
