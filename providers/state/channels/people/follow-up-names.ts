export const followUpPrefix = 'follow-up ';
