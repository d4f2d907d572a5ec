import { readUserName } from '../../core/base/user-name';
import type { Writer } from '../../core/ports/knowledge/writers';

/** The user of this process, who is the operator. */
export const thisUser = (): Writer => ({ name: `user:${readUserName()}`, door: 'command', asker: 'operator' });
