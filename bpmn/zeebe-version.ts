/** The versions of Zeebe whose behaviour is recorded, and which the embedded engine can follow. */
export const zeebeVersions = ['8.6', '8.8'] as const;
export type ZeebeVersion = (typeof zeebeVersions)[number];
