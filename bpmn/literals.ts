/** As Java's BigDecimal has it, and so Zeebe (recorded: literal-…): with a sign, without digits before or after the point, with an exponent. */
export const isNumberLiteral = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,9})?$/i.test(text);

export const readLiteralTexts = (text: string): string[] => text.split(',').map((part) => part.trim());
