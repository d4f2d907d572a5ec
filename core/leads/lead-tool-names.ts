/** The tools by which an agent writes down its leads. */
export const leadToolNames = ['read_lead', 'update_lead', 'create_budget', 'create_company', 'store_deal'] as const;

export type LeadToolName = (typeof leadToolNames)[number];
