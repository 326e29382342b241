// Which control answers which type of question.

import { buildChoices, buildTick } from "./field_choice.mjs";
import { buildCode } from "./field_code.mjs";
import { buildDate } from "./field_date.mjs";
import { buildDigits, isDigits } from "./field_digits.mjs";
import { buildNumber } from "./field_number.mjs";
import { buildPhotos } from "./field_photo.mjs";
import { buildPoint } from "./field_point.mjs";
import { buildRange } from "./field_range.mjs";
import { buildRank } from "./field_rank.mjs";
import { buildSignature } from "./field_signature.mjs";
import { buildMoment, buildText } from "./field_text.mjs";
import { isWorked } from "../../core/form_schema.mjs";

/** @type {Record<string, (ctx: any, node: any, path: string, id: string) => import("./question.mjs").Field>} */
const BUILDERS = {
  text: (ctx, node, path, id) => (isDigits(node) ? buildDigits : buildText)(ctx, node, path, id),
  integer: buildNumber,
  decimal: buildNumber,
  date: buildDate,
  time: buildMoment,
  dateTime: buildMoment,
  select_one: buildChoices,
  select_multiple: buildChoices,
  acknowledge: buildTick,
  image: buildPhotos,
  range: buildRange,
  rank: buildRank,
  geopoint: buildPoint,
  barcode: buildCode,
  signature: buildSignature,
};

/**
 * @param {import("./context.mjs").Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 */
export function buildField(ctx, node, path, id) {
  return BUILDERS[node.type](ctx, node, path, id);
}

/** @param {any} node whether a person answers it on the page */
export function isField(node) {
  return node.type in BUILDERS && !isWorked(node);
}
