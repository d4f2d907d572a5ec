export const extractiveModel = 'troupe:extractive';
