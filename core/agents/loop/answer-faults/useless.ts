/** Why the content of an answer is not fit for a customer. */
export type Unfit = 'question' | 'data' | 'secret' | 'amount';

/** It is a call as text or names a tool, is empty, only announces work, begins with thoughts, or is not fit for who asked. */
export type Useless = 'call' | 'named' | 'blank' | 'announced' | 'thoughts' | Unfit;
