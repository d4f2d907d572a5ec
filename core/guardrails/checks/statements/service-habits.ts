import { blank, matchAny } from './find-all';
import { digits } from './numbers';
import { span } from './times';

const service =
	'(?:(?:equipe de )?(?:assistencia(?: tecnica)?|suporte|pos-vendas?|sac|atendimento(?: tecnico)?)|equipe (?:tecnica|de (?:manutencao|campo))|tecnicos?|support|technicians?|help ?desk)';
const usually = '(?:normalmente|geralmente|em geral|costumam?|usually|typically|normally|generally)';
const calls = '(?:chamados|chamadas|clientes|duvidas|tickets|calls|requests|customers)';
const within = `(?:(?:em ate|em menos de|dentro de|em|ate|within|in|in under) ${span}|n[oa] (?:mesmo dia|dia util seguinte|hora)|the same day)`;
const habit = matchAny(
	`${service}(?: ${usually})? (?:respond(?:em?|er)|atend(?:em?|er)|reply|replies|responds?|answers?)(?: (?:a?os )?${calls}(?: [a-z]{1,10})?)? ${within}`,
	`${service}(?: ${usually})? retorna(?:m|r)? (?:os )?${calls} ${within}`,
	`${usually},? (?:[ao]s? )?${service} (?:respond|atend|retorn)(?:em?|am?|er|ar)? ${within}`,
	`${service} ${usually} (?:retorna(?:m|r)?|get back) ${within}`,
	`${calls}(?: [a-z]{1,10})? (?:sao|costumam ser|are|are usually) (?:respondid|atendid|retornad|answered|handled)[oa]?s? ${within}`,
);
/** Words to the reader, or about the speaker, make a promise. */
const personal =
	/(?<![a-z])(?:voces?|vc|te|lhe|seus?|suas?|teus?|tuas?|comigo|contigo|eu|nos|a gente|vamos|vou|vai|vao|you|your|i|we|will|i'll|we'll|it'll)(?![a-z])/;

/** Seconds are machine times: nobody delivers in them. */
const seconds = matchAny(
	`(?:(?:em|a cada|cada|por|apos|depois de|leva|dura|in|within|every|for|after|takes) (?:(?:ate|cerca de|menos de|apenas|so|about|only|less than) ){0,2}${digits}(?: a ${digits})?|(?:em|a cada|cada|por|apos|depois de|leva|dura|in|within|every|for|after|takes) (?:ate |cerca de |menos de |about |less than )?(?:um|dois|tres|quatro|cinco|seis|sete|oito|nove|dez|quinze|vinte|trinta|poucos|one|two|three|four|five|ten|a few)) ?(?:segundos?|seconds?|milissegundos|milliseconds|s)(?![a-z])`,
);
const people =
	/(?<![a-z])(?:gerente|vendedora?|equipe|time|atendente|consultora?|alguem|pessoa|colega|tecnic[oa]|suporte|someone|team|manager|person|colleague|support|technician|respond[a-z]{0,5}|retorn[a-z]{0,5} (?:o contato|a ligacao)|atend[a-z]{1,5}|contat[a-z]{0,4}|contact|call|reply)(?![a-z])/;

export const blankCycles = (text: string): string => (personal.test(text) || people.test(text) ? text : blank(text, seconds));

/** Blanks usual service times, such as `o técnico responde em até 24 horas`: a fact, not a promise. */
export const blankHabits = (text: string): string => (personal.test(text) ? text : blank(text, habit));
