/**
 * Two check characters over a text, so that one wrong character is always found.
 *
 * ISO/IEC 7064, MOD 1271-36: every single wrong character and every exchange of neighbours changes
 * the sum; of other damage 1 in 1,271 goes unseen. The standard knows digits and letters (values 0 to
 * 35); the four separators are 36 to 39 here. Both promises hold for them too: the difference of two
 * characters is at most 39, and neither 36 nor 35 shares a factor with 1271 = 31 × 41.
 */

const MODULUS = 1271;
const RADIX = 36;

/** Every character that may stand, at the place of its value. */
export const CHECKED_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./+";

/** The two characters that belong after `text`, each a digit or a capital letter. */
export const checkCharactersOf = (text: string): string => {
  let sum = 0;
  for (let i = 0; i < text.length; i++)
    sum = ((sum + CHECKED_CHARACTERS.indexOf(text[i]!)) * RADIX) % MODULUS;
  const check = (MODULUS + 1 - ((sum * RADIX) % MODULUS)) % MODULUS;
  return CHECKED_CHARACTERS[Math.floor(check / RADIX)]! + CHECKED_CHARACTERS[check % RADIX]!;
};
