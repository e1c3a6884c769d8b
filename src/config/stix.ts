import { z } from 'zod';

/** Levels of TLP 2.0 (https://www.first.org/tlp/), from what everybody may have to what stays with its readers. */
export const TLP_LEVELS = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'] as const;
export type TlpLevel = (typeof TLP_LEVELS)[number];

/** Who signs STIX objects, and who may have them: of the bundle, and of what is uploaded. */
export const stixSettings = z.strictObject({
  /** An organisation's name; huntsync itself where none is given. */
  creator: z.string().trim().min(1).max(200).optional(),
  marking: z.enum(TLP_LEVELS).default('TLP:CLEAR'),
});

export type StixSettings = z.output<typeof stixSettings>;
