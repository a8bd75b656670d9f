# A small module evaluator: declarations, definitions, conditions, priorities, imports. What no option declares is an error.
{ lib }:
let
  inherit (builtins)
    attrNames concatLists concatMap concatStringsSep elem filter foldl' functionArgs hasAttr isAttrs isFunction
    isPath isString listToAttrs mapAttrs toJSON;

  kindOf = value: if isAttrs value then value._type or null else null;
  showPath = concatStringsSep ".";
  defaultPriority = 100;
  optionDefaultPriority = 1500;

  # A module in any of its forms -> [ { file, options, config } ], imports first.
  load = arguments: file: module:
    if isPath module || isString module then load arguments (toString module) (import module)
    else if isFunction module then
      load arguments file (module (mapAttrs (name: _: arguments.${name} or (throw "${file} asks for `${name}', which no module is given")) (functionArgs module)))
    else
      let
        structured = module ? config || module ? options || module ? imports;
        strange = filter (name: !elem name [ "config" "options" "imports" "_file" ]) (attrNames module);
        from = module._file or file;
      in
      if kindOf module != null then [ { file = from; options = { }; config = module; } ]
      else if !structured then [ { file = from; options = { }; config = removeAttrs module [ "_file" ]; } ]
      else if strange != [ ] then throw "Module `${from}' has an unsupported attribute `${builtins.head strange}'."
      else
        concatMap (load arguments from) (module.imports or [ ])
        ++ [ { file = from; options = module.options or { }; config = module.config or { }; } ];

  declare = path: a: b:
    a // mapAttrs (name: inner:
      let here = path ++ [ name ];
      in
      if !hasAttr name a then inner
      else if kindOf inner == "option" || kindOf a.${name} == "option" then throw "The option `${showPath here}' is already declared."
      else declare here a.${name} inner) b;

  # Conditions and priorities move inwards without being asked, so that a definition may depend on other options.
  pushDown = value:
    let kind = kindOf value;
    in
    if kind == "merge" then concatMap pushDown value.contents
    else if kind == "if" then map (mapAttrs (_: lib.mkIf value.condition)) (pushDown value.content)
    else if kind == "override" then map (mapAttrs (_: lib.mkOverride value.priority)) (pushDown value.content)
    else [ value ];

  # What is really defined: [ { file, value, priority } ].
  discharge = priority: { file, value }:
    let kind = kindOf value; again = discharge priority;
    in
    if kind == "merge" then concatMap (inner: again { inherit file; value = inner; }) value.contents
    else if kind == "if" then (if value.condition then again { inherit file; value = value.content; } else [ ])
    else if kind == "override" then discharge value.priority { inherit file; value = value.content; }
    else [ { inherit file value priority; } ];

  strongest = defs:
    let least = foldl' (found: def: if def.priority < found then def.priority else found) 9999 defs;
    in filter (def: def.priority == least) defs;

  # definitions: [ { file, value } ], still with conditions in them.
  mergeOption = path: option: definitions:
    let
      given = concatMap (discharge defaultPriority) definitions;
      all = given ++ lib.optional (option ? default) { file = "the option's default"; value = option.default; priority = optionDefaultPriority; };
      kept = strongest all;
      wrong = filter (def: !option.type.check def.value) kept;
      merged =
        if kept == [ ] && option.type ? emptyValue then option.type.emptyValue
        else if kept == [ ] then throw "The option `${showPath path}' was accessed but has no value defined. Try setting the option."
        else if wrong != [ ] then
          throw "A definition for option `${showPath path}' is not of type `${option.type.name}'. In `${(builtins.head wrong).file}'."
        else option.type.merge path kept;
    in
    if option ? apply then option.apply merged else merged;

  # -> { config, unknown }: the values, and what no option declares.
  evaluate = path: options: definitions:
    let
      sets = concatMap ({ file, value }: map (inner: { inherit file; value = inner; }) (pushDown value)) definitions;
      bad = filter (def: !isAttrs def.value) sets;
      at = name: concatMap (def: lib.optional (hasAttr name def.value) { inherit (def) file; value = def.value.${name}; }) sets;
      inner = mapAttrs (name: option:
        let here = path ++ [ name ];
        in
        if kindOf option == "option" then { config = mergeOption here option (at name); unknown = [ ]; }
        else evaluate here option (at name)) options;
      strays = concatMap (def: concatMap (name:
        let here = { inherit (def) file; path = path ++ [ name ]; value = def.value.${name}; };
        in lib.optional (!hasAttr name options) here) (attrNames def.value)) sets;
    in
    if bad != [ ] then throw "`${showPath path}' is a group of options and cannot be set to a value, in `${(builtins.head bad).file}'."
    else {
      config = mapAttrs (_: one: one.config) inner;
      unknown = strays ++ concatLists (map (one: one.unknown) (builtins.attrValues inner));
    };
in
{
  inherit mergeOption;

  evalModules = { modules, specialArgs ? { }, class ? null }:
    let
      base.options._module.args = lib.mkOption { type = lib.types.attrsOf lib.types.raw; default = { }; };
      known = specialArgs // { inherit lib config; options = declared; };
      # Names are looked up one by one: the others are not known before the modules are.
      arguments = known // listToAttrs (map (name: { inherit name; value = config._module.args.${name}; }) (filter (name: !hasAttr name known) [ "pkgs" ]));
      loaded = concatMap (load arguments "the flake itself") ([ base ] ++ modules);
      declared = foldl' (tree: module: declare [ ] tree module.options) { } loaded;
      evaluated = evaluate [ ] declared (map (module: { inherit (module) file; value = module.config; }) loaded);
      inherit (evaluated) config;
      # A stray under a condition that is false is none.
      strays = filter (stray: concatMap (d: [ d ]) (discharge defaultPriority { inherit (stray) file value; }) != [ ]) evaluated.unknown;
      first = builtins.head strays;
    in
    {
      options = declared;
      config =
        if strays == [ ] then config
        else throw "The option `${showPath first.path}' does not exist. Definition values:\n- In `${first.file}'";
    };
}
