# The functions fleet/ and the two other stand-ins use, under nixpkgs' names.
let
  inherit (builtins) attrNames concatMap concatStringsSep listToAttrs replaceStrings;
  lib = rec {
    genAttrs = names: f: listToAttrs (map (name: { inherit name; value = f name; }) names);
    optional = yes: value: if yes then [ value ] else [ ];
    optionals = yes: list: if yes then list else [ ];
    optionalAttrs = yes: set: if yes then set else { };
    optionalString = yes: text: if yes then text else "";
    mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
    filterAttrs = keep: set: listToAttrs (concatMap (name: optional (keep name set.${name}) { inherit name; value = set.${name}; }) (attrNames set));
    mapAttrs' = f: set: listToAttrs (mapAttrsToList f set);
    nameValuePair = name: value: { inherit name value; };
    concatMapStringsSep = between: f: list: concatStringsSep between (map f list);
    escapeShellArg = value: "'${replaceStrings [ "'" ] [ "'\\''" ] (toString value)}'";
    hasSuffix = end: text:
      let size = builtins.stringLength text; cut = builtins.stringLength end;
      in size >= cut && builtins.substring (size - cut) cut text == end;
    trivial.release = "26.05";

    mkOption = attrs: { _type = "option"; } // attrs;
    mkEnableOption = what: mkOption { type = types.bool; default = false; description = "Whether to enable ${what}."; };
    mkIf = condition: content: { _type = "if"; inherit condition content; };
    mkMerge = contents: { _type = "merge"; inherit contents; };
    mkOverride = priority: content: { _type = "override"; inherit priority content; };
    mkDefault = mkOverride 1000;
    mkForce = mkOverride 50;

    types = import ./types.nix { inherit lib; };
    inherit (import ./modules.nix { inherit lib; }) evalModules mergeOption;
  };
in
lib
