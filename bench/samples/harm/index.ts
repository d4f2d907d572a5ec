import { firstHarmfulEnglish } from './first/harmful-english';
import { firstHarmfulPortuguese } from './first/harmful-portuguese';
import { firstHarmless } from './first/harmless';
import { tuningHarmfulEnglish } from './tuning/harmful-english';
import { tuningHarmfulPortuguese } from './tuning/harmful-portuguese';
import { tuningHarmless } from './tuning/harmless';
import { rewordedHarmfulEnglish } from './reworded/harmful-english';
import { rewordedHarmfulPortuguese } from './reworded/harmful-portuguese';
import { rewordedHarmless } from './reworded/harmless';

/** Texts that the word lists were tuned on. */
export const tuningSamples = [...tuningHarmfulEnglish, ...tuningHarmfulPortuguese, ...tuningHarmless];

/** Texts that were written before the word lists, in the words that first come to mind. Nobody changes the lists for them. */
export const firstSamples = [...firstHarmfulEnglish, ...firstHarmfulPortuguese, ...firstHarmless];

/** Texts that were written after the word lists, to avoid what they know. Nobody changes the lists for them. */
export const rewordedSamples = [...rewordedHarmfulEnglish, ...rewordedHarmfulPortuguese, ...rewordedHarmless];
