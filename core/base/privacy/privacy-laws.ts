/** Laws that say within which time a person is answered, and an authority told. */
export const requestLaws = ['lgpd', 'gdpr'] as const;
export type RequestLaw = (typeof requestLaws)[number];
