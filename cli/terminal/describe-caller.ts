/** Names a caller for people: `maria (key:trp_Ab12Cd34)`. @param name that of the key; null without one */
export const describeCaller = (caller: string, name: string | null): string => (name === null ? caller : `${name} (${caller})`);
