/** The name, where models are named, of what quotes passages because no model answers. */
export const extractiveModel = 'troupe:extractive';
