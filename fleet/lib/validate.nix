# What is wrong with a value by a JSON Schema (draft 2020-12), as a list of { path, rule }; empty when nothing is.
# Knows the keywords schema.json uses and refuses a schema with others, so that no rule is passed over in silence.
let
  inherit (builtins)
    attrNames concatMap elem elemAt filter genList hasAttr head isAttrs isBool isFloat isInt isList isString length
    match stringLength substring;

  known = [
    "$schema" "title" "type" "const" "enum" "minLength" "pattern" "items" "properties" "required"
    "additionalProperties" "propertyNames"
  ];

  hasType = type: value:
    if type == "object" then isAttrs value
    else if type == "array" then isList value
    else if type == "string" then isString value
    else if type == "number" then isInt value || isFloat value
    else if type == "boolean" then isBool value
    else throw "schema.json: type ${type} is not known to validate.nix";

  # JSON Schema's patterns are anchored by ^ and $, Nix's always.
  fits = pattern: text:
    let
      size = stringLength pattern;
      inner = substring 1 (size - 2) pattern;
    in
    if substring 0 1 pattern != "^" || substring (size - 1) 1 pattern != "$" then
      throw "schema.json: pattern ${pattern} is not anchored"
    else
      match inner text != null;

  join = path: key: if path == "" then key else "${path}/${key}";

  check = schema: path: value:
    let
      refuse = rule: [ { inherit path rule; } ];
      strange = filter (keyword: !elem keyword known) (attrNames schema);
    in
    if strange != [ ] then throw "schema.json: keyword ${head strange} is not known to validate.nix"
    # A closed set of values says more than their type.
    else if schema ? const then (if value == schema.const then [ ] else refuse "value")
    else if schema ? enum then (if elem value schema.enum then [ ] else refuse "value")
    else if !hasType schema.type value then refuse "type"
    else if isString value then checkString schema refuse value
    else if isList value then
      builtins.concatLists (genList (n: check (schema.items or { }) (join path (toString n)) (elemAt value n)) (length value))
    else if isAttrs value then checkObject schema path value
    else [ ];

  checkString = schema: refuse: value:
    (if stringLength value < (schema.minLength or 0) then refuse "too-short" else [ ])
    ++ (if schema ? pattern && !fits schema.pattern value then refuse "pattern" else [ ]);

  checkObject = schema: path: value:
    let
      properties = schema.properties or { };
      missing = filter (key: !hasAttr key value) (schema.required or [ ]);
      checkKey = key:
        let
          inner = join path key;
          names = schema.propertyNames or null;
          others = schema.additionalProperties or true;
        in
        if hasAttr key properties then check properties.${key} inner value.${key}
        else if names != null && check names inner key != [ ] then [ { path = inner; rule = "key"; } ]
        else if others == false then [ { path = inner; rule = "unknown"; } ]
        else if others == true then [ ]
        else check others inner value.${key};
    in
    map (key: { path = join path key; rule = "missing"; }) missing ++ concatMap checkKey (attrNames value);
in
schema: value: check schema "" value
