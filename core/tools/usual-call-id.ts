/** What providers make up: letters with digits, but no number. */
const usualId = /^(?=.*[A-Za-z])[\w.:/-]{1,100}$/;

/** Says whether the id of a call looks made up by a provider. Some models write it themselves, and it can be a text or a document's number. */
export const isUsualCallId = (id: string): boolean => usualId.test(id);
