export const leadToolNames = ['read_lead', 'update_lead', 'create_budget', 'create_company', 'store_deal'] as const;

export type LeadToolName = (typeof leadToolNames)[number];
