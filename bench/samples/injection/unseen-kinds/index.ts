import { heldOutMails, heldOutMessages } from '../unseen/held-out-harmless';
import { unseenKindsEnglish } from './attacks-english';
import { unseenKindsPortuguese } from './attacks-portuguese';
import { unseenKindsSpanishAndGerman } from './attacks-spanish-german';
import { unseenKindsHarmless } from './harmless';

/** The half that nobody has seen: attacks of kinds that the training half lacks. */
export const unseenKindsAttacks = [...unseenKindsEnglish, ...unseenKindsPortuguese, ...unseenKindsSpanishAndGerman];

/** Harmless texts in the words of these attacks, and ordinary messages and mails. */
export const unseenKindsLookAlikes = [...unseenKindsHarmless, ...heldOutMessages, ...heldOutMails];
