// Nobody listens at the CRM's address.

export const crmDark = {
  name: "crm-dark",
  says: "the CRM is dark",
  destination: "hubspot",
  seconds: 60,
  begin: ({ crm }) => crm.goDark(),
  end: ({ crm }) => crm.comeBack(),
  felt: "times its circuit opened",
  feel: ({ session }) => session.logs.filter(({ message }) => opened(message)).length,
};

const opened = (message) => message.includes('"guard.circuit"') && message.includes('"circuit":"open"');
