/** Why the content of an answer is not fit for a customer. */
export type ContentDefect = 'question' | 'data' | 'secret' | 'amount';

/** It is a call as text or names a tool, is empty, only announces work, begins with thoughts, or is not fit for who asked. */
export type AnswerDefect = 'call' | 'named' | 'blank' | 'announced' | 'thoughts' | ContentDefect;
