export const requestLaws = ['lgpd', 'gdpr'] as const;
export type RequestLaw = (typeof requestLaws)[number];
