# Turns the inventory into a flake's outputs.
{ nixpkgs, home-manager, nix-darwin, inventory }:
let
  inherit (import ./inventory.nix) checked splitHome;
  inherit (checked inventory) classes people hosts homes;
  inherit (builtins) attrNames concatMap elem filter listToAttrs mapAttrs;

  classOf = host: classes.${hosts.${host}.class};

  # A mistyped name in `parts` never gets here: the schema has refused it.
  homeModule = {
    dev = ../modules/home/dev.nix;
    lending-agent = ../modules/home/lending-agent.nix;
    tailnet = ../modules/home/tailnet.nix;
  };

  mkHome = more: key:
    let
      home = homes.${key};
      inherit (splitHome key) user host;
      inherit (classOf host) kind system parts;
      wanted = filter (part: elem part (home.parts ++ parts)) (attrNames homeModule);
    in
    home-manager.lib.homeManagerConfiguration {
      pkgs = nixpkgs.legacyPackages.${system};
      extraSpecialArgs.fleet = {
        inherit host kind;
        person = people.${home.person};
      };
      modules = [
        ../modules/home/base.nix
        {
          home = {
            username = user;
            homeDirectory = home.directory;
            stateVersion = home.madeWith;
          };
        }
        more
      ]
      ++ map (part: homeModule.${part}) wanted;
    };

  darwinHosts = filter (host: (classOf host).kind == "darwin") (attrNames hosts);

  mkDarwin = host:
    nix-darwin.lib.darwinSystem {
      specialArgs.fleet = { inherit host; };
      modules = [
        ../modules/darwin/base.nix
        { nixpkgs.hostPlatform = (classOf host).system; }
      ]
      ++ (if elem "tailnet" (classOf host).parts then [ ../modules/darwin/tailnet.nix ] else [ ]);
    };

  named = make: keys: listToAttrs (map (name: { inherit name; value = make name; }) keys);

  # "ada@attic" is the home; "ada@attic-remove" takes everything out again that the home put there.
  homeConfigurations =
    named (mkHome { }) (attrNames homes)
    // listToAttrs (map (key: { name = "${key}-remove"; value = mkHome { uninstall = true; } key; }) (attrNames homes));
  darwinConfigurations = named mkDarwin darwinHosts;

  # `nix flake check` looks at no home and no Mac by itself.
  checksOf = system:
    let
      isHere = host: (classOf host).system == system;
      homesHere = filter (key: isHere (splitHome key).host) (attrNames homes);
      homeChecks = key:
        map (name: { name = "home-${name}"; value = homeConfigurations.${name}.activationPackage; }) [ key "${key}-remove" ];
      macs = map (host: { name = "darwin-${host}"; value = darwinConfigurations.${host}.system; }) (filter isHere darwinHosts);
    in
    listToAttrs (concatMap homeChecks homesHere ++ macs);
in
{
  inherit homeConfigurations darwinConfigurations;
  checks = mapAttrs (_: class: checksOf class.system) (
    listToAttrs (map (class: { name = class.system; value = class; }) (builtins.attrValues classes))
  );
}
