export const languages = ['en', 'pt'] as const;
export type Language = (typeof languages)[number];
