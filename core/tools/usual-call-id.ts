/** Letters with digits, but no number. */
const usualId = /^(?=.*[A-Za-z])[\w.:/-]{1,100}$/;

/** Some models write ids themselves, which can be a text or a document's number. */
export const isUsualCallId = (id: string): boolean => usualId.test(id);
