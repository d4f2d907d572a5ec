/** Whether a header can carry a key or token: fetch and SDKs refuse others in words that quote them. */
export const isHeaderText = (text: string) => !/[^\x21-\x7e]/.test(text);
