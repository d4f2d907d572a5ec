/** The subject of whoever has the token of the service. */
export const operator = 'local';
