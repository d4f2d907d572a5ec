/** A quoted example after its label, `Good: "…"`, or the rest of its line. */
const example =
	/(?<!\p{L})(?:good|bad|right|wrong|examples?|(?:never|not|don't) (?:say|write)|bo[ma]|ruim|certo|errado|exemplos?|(?:nunca|não) (?:diga|escreva))(?!\p{L})[^"“:\n]{0,60}(?::?(?:[\s,.;]{0,3}(?:or |ou |and |e )?["“][^"”\n]{0,400}["”]){1,6}|:\s{0,3}[^"“\n]{1,400})/giu;

export const withoutExamples = (prompt: string): string => prompt.replace(example, ' ');
